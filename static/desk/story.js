// The story's form: marks unsaved changes, keeps an untouched body as it was.
"use strict";

(function () {
  var form, original, touched = false, leaving = false;

  function editors() {
    return window.CKEDITOR ? Object.values(CKEDITOR.instances) : [];
  }

  // Not the editor's own checkDirty: a photo's drag handle moving under the mouse counts there.
  function textChanged() {
    return editors().some(function (editor) {
      return editor.status === "ready" && editor.deskData !== undefined && editor.getData() !== editor.deskData;
    });
  }

  function isDirty() {
    return touched || textChanged();
  }

  function show() {
    var dirty = isDirty();
    document.querySelectorAll("[data-dirty]").forEach(function (note) { note.hidden = !dirty; });
    document.querySelectorAll("[data-act]").forEach(function (button) { button.disabled = dirty; });
    form.dispatchEvent(new CustomEvent("desk:stir"));
  }

  function touch(event) {
    // Fields of the acts stand in the form and belong to forms of their own.
    if (event.target.form === form) {
      touched = true;
      show();
    }
  }

  // In a Chinese manuscript every line is a paragraph; the editor would make breaks of single ones.
  function linesToParagraphs(event) {
    var given = event.data;
    if (given.type === "text" && given.dataValue.indexOf("<br") !== -1) {
      var lines = given.dataValue.split(/(?:<\/?p>|<br ?\/?>)+/).filter(Boolean);
      given.dataValue = "<p>" + lines.join("</p><p>") + "</p>";
    }
  }

  function watch(editor) {
    var later = CKEDITOR.tools.eventsBuffer(300, show).input;
    editor.on("change", later);
    editor.on("instanceReady", function () {
      editor.deskData = editor.getData();
      show();
    });
    // Text that arrives without a key (a voice, a pad) makes no "change" of the editor's own.
    editor.on("contentDom", function () {
      editor.editable().attachListener(editor.editable(), "input", later);
    });
    editor.on("paste", linesToParagraphs, null, null, 2);
  }

  // What was changed is sent as the editor wrote it; what was only opened is sent as it came.
  function keepUntouched(event) {
    var body = form.elements.namedItem("body");
    if (body && original !== undefined && !textChanged()) {
      event.formData.set("body", original);
    }
  }

  // A headline is one line: Enter would only be turned into a space by the server. In any other
  // line the browser would take Enter for the first button and leave the story.
  function stayOnLine(event) {
    var line = event.target.matches(".desk-line, input:not([type=file])");
    if (event.key === "Enter" && !event.isComposing && line && event.target.form === form) {
      event.preventDefault();
    }
  }

  function saveByKey(event) {
    if ((event.ctrlKey || event.metaKey) && event.key === "s" && !event.isComposing) {
      var button = document.querySelector("button[name=_continue]");
      if (button) {
        event.preventDefault();
        form.requestSubmit(button);
      }
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    form = document.getElementById("article_form");
    if (!form) {
      return;
    }
    var body = form.elements.namedItem("body");
    original = body ? body.value : undefined;
    // A form shown again with errors, or gone on with, holds what is not saved.
    touched = document.querySelector(".desk-error, .errornote, [data-unsaved]") !== null;
    form.addEventListener("input", touch);
    form.addEventListener("change", touch);
    form.addEventListener("click", function (event) {
      if (event.target.closest(".add-row, .desk-remove")) {
        touched = true;
        show();
      }
    });
    form.addEventListener("keydown", stayOnLine);
    document.addEventListener("keydown", saveByKey);
    form.addEventListener("formdata", keepUntouched);
    if (window.django && django.jQuery) {
      django.jQuery(form).on("select2:select select2:unselect select2:clear", touch);
    }
    document.addEventListener("submit", function () { leaving = true; });
    window.addEventListener("beforeunload", function (event) {
      if (!leaving && isDirty()) {
        event.preventDefault();
      }
    });
    if (window.CKEDITOR) {
      editors().forEach(watch);
      CKEDITOR.on("instanceCreated", function (event) { watch(event.editor); });
    }
    show();
  });
})();
