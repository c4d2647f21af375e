// Looks for a number such that SHA-256 of "opened:number" begins with so many zero bits.
// Its own SHA-256: the browser's is not there without HTTPS, and slower for texts as short as these.

const K = new Uint32Array(64);
const START = new Uint32Array(8);
const BLOCK = 64;

/** The constants are the first 32 bits of the fractional parts of roots of primes (FIPS 180-4, 4.2.2). */
function fill() {
  const part = (root) => ((root - Math.floor(root)) * 2 ** 32) >>> 0;
  for (let number = 2, found = 0; found < 64; number += 1) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= number; divisor += 1) if (number % divisor === 0) isPrime = false;
    if (!isPrime) continue;
    if (found < 8) START[found] = part(Math.sqrt(number));
    K[found] = part(Math.cbrt(number));
    found += 1;
  }
}

const W = new Uint32Array(64);

/** One block of 64 bytes into the state. */
function compress(state, bytes, offset) {
  for (let i = 0, at = offset; i < 16; i += 1, at += 4) {
    W[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let i = 16; i < 64; i += 1) {
    const x = W[i - 15];
    const y = W[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

/** The text and its padding, in whole blocks. */
function padded(text) {
  const raw = new TextEncoder().encode(text);
  const bytes = new Uint8Array(Math.ceil((raw.length + 9) / BLOCK) * BLOCK);
  bytes.set(raw);
  bytes[raw.length] = 0x80;
  new DataView(bytes.buffer).setUint32(bytes.length - 4, raw.length * 8);
  return bytes;
}

/** What no number changes is hashed once: all whole blocks of the beginning. */
function search(opened, bits) {
  const head = `${opened}:`;
  const length = new TextEncoder().encode(head).length;
  const whole = Math.floor(length / BLOCK) * BLOCK;
  const begun = START.slice();
  for (let at = 0; at < whole; at += BLOCK) compress(begun, padded(head), at);
  for (let digits = 1; ; digits += 1) {
    const bytes = padded(head + "0".repeat(digits));
    for (let number = 10 ** (digits - 1); number < 10 ** digits; number += 1) {
      for (let place = digits, rest = number; place > 0; place -= 1, rest = Math.floor(rest / 10)) {
        bytes[length + place - 1] = 0x30 + (rest % 10);
      }
      if (isProof(begun, bytes, whole, bits)) return String(number);
    }
  }
}

const state = new Uint32Array(8);

function isProof(begun, bytes, from, bits) {
  state.set(begun);
  for (let at = from; at < bytes.length; at += BLOCK) compress(state, bytes, at);
  return Math.clz32(state[0]) >= bits;
}

fill();
addEventListener("message", ({ data }) => postMessage(search(data.opened, data.bits)));
