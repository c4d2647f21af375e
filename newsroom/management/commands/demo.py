"""Sets the sample paper up, from an empty folder to a running server; running it again is safe."""

from __future__ import annotations

import argparse
import os
import secrets
import socket
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Edition, User
from newsroom import showcase, showcase_letters, showcase_pages
from newsroom.roles import ROLES, ensure_roles

HOST = "127.0.0.1"
PASSWORD_BYTES = 15  # 20 characters

#: Threads and queue of the server: its own default is 256 threads.
SERVER = ("--workers", "1", "--blocking-threads", "4", "--backpressure", "64")


class Command(BaseCommand):
    help = "Migrate, load and publish the sample stories, make sign-ins, and start the server."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--no-serve", action="store_true", help="Do everything but start the server."
        )
        parser.add_argument("--port", type=int, default=8000, help="Port on 127.0.0.1.")
        parser.add_argument(
            "--seeds",
            type=Path,
            default=settings.BASE_DIR / "seeds",
            help="The folder of the sample stories.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        serve, port = not options["no_serve"], options["port"]
        refuse_public(settings.SITE_URL)
        if serve:
            refuse_taken(port)
        self.step(_("Preparing the database"))
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_reference_data", stdout=StringIO())
        self.collect()
        cast = self.cast()
        self.stories(options["seeds"], cast)
        self.hand_out_passwords(cast)
        self.addresses(port)
        if serve:
            self.serve(port)

    # The steps

    def collect(self) -> None:
        """Static files, where the storage names them by content."""
        if "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]:
            self.step(_("Collecting static files"))
            call_command("collectstatic", verbosity=0, interactive=False)

    def cast(self) -> dict[str, User]:
        """One user for each role; a new one cannot sign in before a password is handed out."""
        groups, cast = ensure_roles(), {}
        for role in ROLES:
            user = User.objects.filter(username=role.code).first()
            if user is None:
                user = User(username=role.code, real_name=role.name, is_staff=True)
                user.is_superuser = role.is_superuser
                user.set_unusable_password()
                user.save()
                user.groups.add(groups[role.code])
            cast[role.code] = user
        return cast

    def stories(self, seeds: Path, cast: dict[str, User]) -> None:
        files = sorted(str(path) for path in seeds.glob("*.txt"))
        if not files:
            raise CommandError(_("There are no sample stories in %(path)s.") % {"path": seeds})
        self.step(_("Importing the sample stories"))
        self.import_files(files, seeds / "photos")
        tally = showcase.Tally()
        self.publish(files, cast, tally)
        tally.on_the_desk = showcase.lay_out(files, cast)
        showcase_pages.fill(cast)
        tally.approved = showcase.approve_imported(files, by=cast["moderator"])
        self.tell(tally, showcase_letters.write_letters(files, cast))

    def import_files(self, files: list[str], photos: Path) -> None:
        answers = StringIO()
        arguments = [*files, *(["--photos", str(photos)] if photos.is_dir() else [])]
        try:
            call_command("import_articles", *arguments, stdout=answers, stderr=answers)
        except CommandError:
            self.stderr.write(answers.getvalue())
            raise

    def publish(self, files: list[str], cast: dict[str, User], tally: showcase.Tally) -> None:
        waiting = showcase.waiting(files)
        for article in self.counted(waiting):
            refusal = showcase.bring_out(article, cast)
            if refusal:
                tally.refusals.append(refusal)
            else:
                tally.published += 1

    def counted(self, articles: list[Any]) -> Iterator[Any]:
        """The same articles, with a counter on a terminal."""
        for number, article in enumerate(articles, 1):
            yield article
            if self.stderr.isatty():
                end = "\n" if number == len(articles) else ""
                self.stderr.write(f"\r{number}/{len(articles)}", ending=end)

    # What is said

    def step(self, sentence: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"{sentence} \u2026")

    def tell(self, tally: showcase.Tally, post: showcase_letters.Post) -> None:
        self.stdout.write(
            ngettext(
                "Published %(n)d story now; readers see %(live)d in all.",
                "Published %(n)d stories now; readers see %(live)d in all.",
                tally.published,
            )
            % {"n": tally.published, "live": Edition.objects.live().count()}
        )
        self.stdout.write(
            ngettext(
                "Approved %(n)d comment that came with them.",
                "Approved %(n)d comments that came with them.",
                tally.approved,
            )
            % {"n": tally.approved}
        )
        self.stdout.write(
            ngettext(
                "Left %(n)d changed story on the desk, on its way through the reviews.",
                "Left %(n)d changed stories on the desk, on their way through the reviews.",
                tally.on_the_desk,
            )
            % {"n": tally.on_the_desk}
        )
        self.stdout.write(
            ngettext(
                "Wrote %(n)d letter of readers; %(waiting)d wait for a moderator.",
                "Wrote %(n)d letters of readers; %(waiting)d wait for a moderator.",
                post.written,
            )
            % {"n": post.written, "waiting": post.waiting}
        )
        for refusal in tally.refusals:
            self.stderr.write(_("Not published: %(reason)s") % {"reason": refusal})

    def hand_out_passwords(self, cast: dict[str, User]) -> None:
        """Give whoever has none a random password, and say it this once."""
        self.stdout.write(_("Sign-ins for the desk (a password is shown this once):"))
        for role in ROLES:
            user = cast[role.code]
            note = self.password_for(user)
            self.stdout.write(f"  {user.username:<14} {note}")

    def password_for(self, user: User) -> str:
        if user.has_usable_password() or user.last_login or not user.is_active:
            return _(
                "exists already and was left as it is (manage.py changepassword sets a new one)"
            )
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        user.set_password(password)
        user.save(update_fields=["password"])
        return password

    def addresses(self, port: int) -> None:
        self.stdout.write(_("Readers: %(url)s") % {"url": f"http://{HOST}:{port}/"})
        self.stdout.write(_("Desk: %(url)s") % {"url": f"http://{HOST}:{port}/desk/"})

    # The server

    def serve(self, port: int) -> None:
        """Become the server: signals reach it directly, and nothing is left between."""
        self.stdout.write(_("Press Ctrl+C to stop."))
        self.stdout.flush()
        connections.close_all()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
        os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
        os.chdir(settings.BASE_DIR)
        os.execv(sys.executable, server_command(port))


def server_command(port: int) -> list[str]:
    where = ["--host", HOST, "--port", str(port)]
    application = ["--interface", "wsgi", "newsroom.wsgi:application"]
    return [sys.executable, "-m", "granian", *application, *where, *SERVER]


def refuse_public(site_url: str) -> None:
    """Raises CommandError where SITE_URL says that the stories would stand before real readers."""
    if site_url.startswith("https://"):
        raise CommandError(
            _(
                "The demo publishes sample stories, and SITE_URL is %(url)s. Leave SITE_URL out to "
                "try the demo on a machine of your own."
            )
            % {"url": site_url}
        )


def refuse_taken(port: int) -> None:
    """Raises CommandError if the server could not have the port; better now than after the work."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                _("Port %(port)s cannot be used: %(reason)s. Choose another with --port.")
                % {"port": port, "reason": error}
            ) from error
