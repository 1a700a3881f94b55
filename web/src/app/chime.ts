const NOTES = [660, 880];
const NOTE_S = 0.12;

/** Two short soft notes, made here: no sound file to load. Browsers refuse it before the first touch; then it is silent. */
export function chime(): void {
  try {
    const audio = new AudioContext();
    NOTES.forEach((frequency, i) => {
      const at = audio.currentTime + i * NOTE_S;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.type = "sine";
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.12, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.001, at + NOTE_S * 2);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + NOTE_S * 2);
      if (i === NOTES.length - 1) tone.onended = () => void audio.close();
    });
  } catch {
    // no sound here; the message is on the screen
  }
}
