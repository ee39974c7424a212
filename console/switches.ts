// The reader's own switches: the theme, and a sound when something should wake somebody. Kept in this browser.
import { texts } from '../src/web/texts/common.ts'
import { find } from './find.ts'

const themes = ['auto', 'light', 'dark'] as const

export function startSwitches(): void {
  const place = find('#switches')
  if (!place) return
  place.hidden = false
  const theme = find('#theme')
  const sound = find('#sound')
  theme?.addEventListener('click', () => {
    localStorage.setItem('lastcopy.theme', themes[(themes.indexOf(themeNow()) + 1) % themes.length] ?? 'auto')
    showTheme()
  })
  sound?.addEventListener('click', () => {
    localStorage.setItem('lastcopy.sound', soundIsOn() ? 'off' : 'on')
    showSound()
    if (soundIsOn()) ring()
  })
  window.addEventListener('storage', () => {
    showTheme()
    showSound()
  })
  showTheme()
  showSound()
}

const themeNow = (): (typeof themes)[number] =>
  themes.find((one) => one === localStorage.getItem('lastcopy.theme')) ?? 'auto'
const soundIsOn = (): boolean => localStorage.getItem('lastcopy.sound') === 'on'

function showTheme(): void {
  const theme = themeNow()
  if (theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  label('#theme', texts.frame.themes[theme])
}

function showSound(): void {
  find('#sound')?.setAttribute('aria-pressed', String(soundIsOn()))
  label('#sound', soundIsOn() ? texts.frame.soundOn : texts.frame.soundOff)
}

function label(selector: string, words: string): void {
  const button = find(selector)
  button?.setAttribute('aria-label', words)
  button?.setAttribute('title', words)
}

let audio: AudioContext | undefined

/** Two falling tones, made here: nothing is loaded. */
export function ring(): void {
  if (!soundIsOn()) return
  audio ??= new AudioContext()
  const start = audio.currentTime
  for (const [at, pitch] of [
    [0, 880],
    [0.22, 660],
  ] as const) {
    const tone = audio.createOscillator()
    const loud = audio.createGain()
    tone.frequency.value = pitch
    loud.gain.setValueAtTime(0.0001, start + at)
    loud.gain.exponentialRampToValueAtTime(0.25, start + at + 0.02)
    loud.gain.exponentialRampToValueAtTime(0.0001, start + at + 0.2)
    tone.connect(loud).connect(audio.destination)
    tone.start(start + at)
    tone.stop(start + at + 0.22)
  }
}
