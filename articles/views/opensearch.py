"""Tells browsers how our search is asked (OpenSearch 1.1)."""

from __future__ import annotations

from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from articles.feeds.formats import writable
from articles.views.addresses import absolute
from articles.views.paper import name_of, paper_of

TYPE = "application/opensearchdescription+xml"
NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"

#: The most that ShortName may have.
SHORT_NAME = 16


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """https://github.com/dewitt/opensearch, draft 6."""
    name = writable(name_of(paper_of(request)))
    out = StringIO()
    xml = SimplerXMLGenerator(out, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("OpenSearchDescription", AttributesImpl({"xmlns": NAMESPACE}))
    xml.addQuickElement("ShortName", name[:SHORT_NAME])
    xml.addQuickElement("Description", _("Search the stories of %(name)s") % {"name": name})
    for attributes in asked():
        xml.addQuickElement("Url", "", attributes)
    for size, kind, file in (
        ("32", "image/png", "icon-32.png"),
        ("64", "image/svg+xml", "icon.svg"),
    ):
        shape = {"width": size, "height": size, "type": kind}
        xml.addQuickElement("Image", absolute(static(f"img/{file}")), shape)
    for element, words in (
        ("Language", "zh-CN"),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
    ):
        xml.addQuickElement(element, words)
    xml.endElement("OpenSearchDescription")
    return HttpResponse(out.getvalue(), content_type=f"{TYPE}; charset=utf-8")


def asked() -> list[dict[str, str]]:
    """The page of results, what is suggested while somebody types, and this description."""
    search = absolute(reverse("articles:search"))
    suggest = absolute(reverse("articles:suggest"))
    own = absolute(reverse("articles:opensearch"))
    return [
        {"type": "text/html", "method": "get", "template": f"{search}?q={{searchTerms}}"},
        {
            "type": "application/x-suggestions+json",
            "template": f"{suggest}?q={{searchTerms}}&format=opensearch",
        },
        {"type": TYPE, "rel": "self", "template": own},
    ]
