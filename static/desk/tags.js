// Suggests known tags for the one being typed between commas; without it the field is plain text.
"use strict";

(function () {
  // As the server splits them: ASCII, full-width and enumeration commas, and semicolons.
  var MARK = /[,;\uff0c\uff1b\u3001\uff64]/;
  var COMMA = "\uff0c";

  function pieceAt(field) {
    var text = field.value, caret = field.selectionStart;
    var start = caret, end = caret;
    while (start > 0 && !MARK.test(text[start - 1])) { start -= 1; }
    while (end < text.length && !MARK.test(text[end])) { end += 1; }
    var words = text.slice(start, end).trim();
    return words ? { start: start, end: end, words: words } : null;
  }

  function isNew(field, tag) {
    return field.value.split(MARK).every(function (name) { return name.trim().toLowerCase() !== tag.name.toLowerCase(); });
  }

  function label(tag) {
    return [[tag.name].concat(tag.synonyms).join(" = ")];
  }

  function insert(tag, isLast) {
    return tag.name + (isLast ? COMMA : "");
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("input[data-suggest]").forEach(function (field) {
      new DeskSuggestions(field, {
        address: field.dataset.suggest, piece: pieceAt, isOffered: isNew, label: label, insert: insert,
      });
    });
  });
})();
