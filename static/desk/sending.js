// Sends files to the desk in pieces, goes on where it was broken off, and waits out bad connections.
//
// deskSending.send(file, told) sends one file; several at once wait for their turn. `told` names:
//   address              where files are announced (the URL named articles_photo_incoming)
//   onProgress(fraction) how much of it has arrived
//   onWaiting(words)     why nothing moves just now; empty words once it moves again
//   onBegun(name)        how the upload is called by the server (optional)
//   onDone(photo)        it is in the library; the photo as views/uploading.py describes it
//   onRefused(sentence)  it will not be taken
// It answers an object whose stop() gives the upload up. The page has to include
// desk/_sending.html, where the words stand that are said while the server cannot be asked.
"use strict";

(function () {
  // So many files are under way at a time.
  var LANES = 3;
  // Pauses between attempts in milliseconds, the last again and again; how long an answer may take,
  // which for the last piece of a large picture is the time in which its sizes are made.
  var PAUSES = [1000, 2000, 4000, 8000, 15000, 30000], PATIENCE = 300000;
  // A file that the server forgets or fails at so often will not go in.
  var MOST_ATTEMPTS = 3;
  // What this browser has begun: a file's marks, and where the server keeps what has arrived.
  var BEGUN = "desk-upload:", DAY = 24 * 3600 * 1000;

  var waiting = [], lanes = 0, taken = new Set();

  // Words

  function words(name, number) {
    var place = document.querySelector("[data-sending]");
    return ((place && place.dataset[name]) || "").replace("{}", number);
  }

  // What was begun, as this browser remembers it

  function marks(file) {
    return BEGUN + [file.name, file.size, file.lastModified].join("/");
  }

  function remember(file, address) {
    try {
      localStorage.setItem(marks(file), JSON.stringify({ address: address, at: Date.now() }));
    } catch (full) {
      // Without a memory the file is sent from its beginning next time.
    }
  }

  // The same file, chosen twice, is two uploads.
  function remembered(file) {
    var said = JSON.parse(localStorage.getItem(marks(file)) || "null");
    if (!said || taken.has(said.address)) {
      return null;
    }
    taken.add(said.address);
    return said.address;
  }

  function forget(file) {
    localStorage.removeItem(marks(file));
  }

  // The server forgets after a day what nobody goes on with.
  function forgetOld() {
    Object.keys(localStorage).forEach(function (key) {
      if (key.indexOf(BEGUN) === 0 && Date.now() - JSON.parse(localStorage.getItem(key)).at > DAY) {
        localStorage.removeItem(key);
      }
    });
  }

  // Asking the server

  // A sign-in in another window changes the token; the cookie has the present one.
  function token() {
    var found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found ? found[1] : "";
  }

  function read(request) {
    var kind = request.getResponseHeader("Content-Type") || "";
    return kind.indexOf("application/json") === 0 ? JSON.parse(request.responseText) : null;
  }

  // Answers {status, said}; `said` is null where something else answered than our pages of JSON,
  // as the sign-in does to somebody who was signed out. Fails where nothing answered.
  function ask(sending, method, address, body, headers, onProgress) {
    return new Promise(function (resolve, reject) {
      var request = new XMLHttpRequest();
      request.open(method, address);
      request.timeout = PATIENCE;
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", token());
      Object.keys(headers || {}).forEach(function (name) {
        request.setRequestHeader(name, headers[name]);
      });
      request.upload.onprogress = onProgress || null;
      request.onload = function () { resolve({ status: request.status, said: read(request) }); };
      request.onerror = request.ontimeout = request.onabort = reject;
      sending.request = request;
      request.send(body);
    });
  }

  // One file

  function Sending(file, told) {
    this.file = file;
    this.told = told;
    this.address = remembered(file);
    this.failures = this.attempts = 0;
    this.received = this.piece = 0;
    this.stopped = false;
  }

  Sending.prototype.tell = function (name, what) {
    if (!this.stopped && this.told[name]) {
      this.told[name](what);
    }
  };

  Sending.prototype.progress = function (bytes) {
    this.tell("onProgress", this.file.size ? Math.min(1, bytes / this.file.size) : 0);
  };

  // One question after the other until there is an answer that ends it; then the lane is free.
  Sending.prototype.run = function (free) {
    var self = this;
    function next() {
      if (self.stopped) {
        return free();
      }
      self.step().then(function (isOver) { return isOver ? free() : next(); });
    }
    next();
  };

  Sending.prototype.step = function () {
    var self = this;
    return this.question().then(
      function (answer) { return self.hear(answer); },
      function () { return self.fail(); }
    );
  };

  // No answer: the connection is at fault, or the file is no longer what was chosen.
  Sending.prototype.fail = function () {
    var self = this;
    return this.file.slice(0, 1).arrayBuffer().then(function () {
      return self.wait(navigator.onLine === false ? "offline" : "unreachable");
    }, function () {
      return self.end("onRefused", words("changed"));
    });
  };

  Sending.prototype.question = function () {
    if (!this.address) {
      var said = new FormData();
      said.set("name", this.file.name);
      said.set("size", this.file.size);
      return ask(this, "POST", this.told.address, said);
    }
    return this.piece ? this.sendPiece() : ask(this, "GET", this.address);
  };

  Sending.prototype.sendPiece = function () {
    var self = this, from = this.received;
    var headers = { "Content-Type": "application/octet-stream", "Upload-Offset": from };
    return ask(this, "POST", this.address, this.file.slice(from, from + this.piece), headers, function (event) {
      self.progress(from + event.loaded);
    });
  };

  // Whether that was the last word.
  Sending.prototype.hear = function (answer) {
    var said = answer.said;
    if (answer.status === 404) {
      return this.again();
    }
    if (said && said.photo) {
      return this.end("onDone", said.photo);
    }
    if (said && said.reasons) {
      return this.end("onRefused", said.reasons.join(" "));
    }
    if (said && said.received !== undefined) {
      return this.goOn(said);
    }
    if (answer.status < 400 || answer.status === 403) {
      return this.wait("signedOut");
    }
    return answer.status === 413 ? this.end("onRefused", words("failed")) : this.wait("unreachable");
  };

  Sending.prototype.goOn = function (said) {
    this.failures = 0;
    this.received = said.received;
    if (said.address) {
      if (said.size !== this.file.size) {
        return this.again();
      }
      this.address = said.address;
      taken.add(said.address);
      this.piece = said.piece;
      remember(this.file, said.address);
      this.tell("onBegun", said.name);
    }
    this.tell("onWaiting", "");
    this.progress(this.received);
    return false;
  };

  // The server knows nothing of it any more: from the beginning, but not for ever.
  Sending.prototype.again = function () {
    forget(this.file);
    this.address = null;
    this.received = this.piece = 0;
    this.attempts += 1;
    return this.attempts < MOST_ATTEMPTS ? false : this.end("onRefused", words("failed"));
  };

  Sending.prototype.end = function (name, what) {
    forget(this.file);
    this.tell(name, what);
    return true;
  };

  // Until the pause is over or the connection is back.
  Sending.prototype.wait = function (why) {
    var self = this, pause = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
    this.failures += 1;
    this.tell("onWaiting", words(why, pause / 1000));
    return new Promise(function (go) {
      function over() {
        clearTimeout(timer);
        window.removeEventListener("online", over);
        go(false);
      }
      var timer = setTimeout(over, pause);
      window.addEventListener("online", over);
      self.wake = over;
    });
  };

  Sending.prototype.stop = function () {
    if (this.stopped) {
      return;
    }
    this.stopped = true;
    forget(this.file);
    if (this.request) {
      this.request.abort();
    }
    if (this.wake) {
      this.wake();
    }
    if (this.address) {
      ask({}, "DELETE", this.address).catch(function () { return null; });
    }
  };

  // All files of the page

  function fill() {
    while (lanes < LANES && waiting.length) {
      lanes += 1;
      waiting.shift().run(function () {
        lanes -= 1;
        fill();
      });
    }
  }

  function send(file, told) {
    var sending = new Sending(file, told);
    waiting.push(sending);
    fill();
    return { stop: function () { sending.stop(); } };
  }

  forgetOld();
  window.deskSending = { send: send };
})();
