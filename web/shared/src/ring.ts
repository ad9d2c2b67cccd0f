import { usePreferences } from './preferences'

let audio: AudioContext | null = null

/** Browsers let a page sound only after a tap: make ready at the first one. Returns the way to stop. */
export function readyToRing(): () => void {
  const wake = () => {
    audio ??= new AudioContext()
    void audio.resume()
  }
  document.addEventListener('pointerdown', wake, { once: true, passive: true })
  return () => document.removeEventListener('pointerdown', wake)
}

/** Two notes, if this phone wants sounds and may make them. */
export function ring(): void {
  if (!usePreferences.getState().sound || !audio || audio.state !== 'running') return
  note(audio, 880, 0)
  note(audio, 660, 0.28)
}

function note(on: AudioContext, hertz: number, inS: number): void {
  const at = on.currentTime + inS
  const volume = on.createGain()
  volume.gain.setValueAtTime(0.25, at)
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.25)
  const tone = on.createOscillator()
  tone.frequency.value = hertz
  tone.connect(volume).connect(on.destination)
  tone.start(at)
  tone.stop(at + 0.25)
}
