// Runs beside the page (an AudioWorklet): hands over what the microphone hears, in pieces of a tenth of a second or so.

const PIECE = 4096;

class Microphone extends AudioWorkletProcessor {
  constructor() {
    super();
    this.piece = new Float32Array(PIECE);
    this.filled = 0;
    this.port.onmessage = () => {
      this.port.postMessage({ last: true, samples: this.piece.slice(0, this.filled) });
      this.filled = 0;
    };
  }

  process([input]) {
    const heard = input[0];
    if (!heard) return true;
    for (const value of heard) {
      this.piece[this.filled++] = value;
      if (this.filled < PIECE) continue;
      this.port.postMessage({ samples: this.piece });
      this.filled = 0;
    }
    return true;
  }
}

registerProcessor("microphone", Microphone);
