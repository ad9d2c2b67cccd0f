const MARKS = /\p{Mn}/gu

/** Small letters without accents, final ς as σ: `Μουσακάς` -> `μουσακασ`. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(MARKS, '').toLowerCase().replaceAll('ς', 'σ')
}

/** How Greek sounds, in one Latin letter each; pairs first. θ stays itself, for it has no Latin letter. */
const GREEK: [string, string][] = [
  ['ου', 'u'], ['αι', 'e'], ['ει', 'i'], ['οι', 'i'], ['υι', 'i'], ['αυ', 'av'], ['ευ', 'ev'],
  ['μπ', 'b'], ['ντ', 'd'], ['γκ', 'g'], ['γγ', 'g'],
  ['α', 'a'], ['β', 'v'], ['γ', 'g'], ['δ', 'd'], ['ε', 'e'], ['ζ', 'z'], ['η', 'i'], ['ι', 'i'], ['κ', 'k'],
  ['λ', 'l'], ['μ', 'm'], ['ν', 'n'], ['ξ', 'ks'], ['ο', 'o'], ['π', 'p'], ['ρ', 'r'], ['σ', 's'], ['τ', 't'],
  ['υ', 'i'], ['φ', 'f'], ['χ', 'h'], ['ψ', 'ps'], ['ω', 'o'],
]

/** How people write Greek with a Latin keyboard. */
const GREEKLISH: [string, string][] = [
  ['th', 'θ'], ['8', 'θ'], ['ch', 'h'], ['ph', 'f'], ['3', 'ks'], ['ou', 'u'], ['ai', 'e'], ['ei', 'i'],
  ['oi', 'i'], ['au', 'av'], ['eu', 'ev'], ['ay', 'av'], ['ey', 'ev'], ['mp', 'b'], ['nt', 'd'], ['gk', 'g'], ['gg', 'g'], ['y', 'i'], ['w', 'o'],
  ['c', 'k'], ['q', 'k'],
]

/** Letters that stand for two Greek ones: x is ξ or χ, h is η or χ, u is ου or υ, b is μπ or β. */
const EITHER: Record<string, string[]> = { x: ['ks', 'h'], h: ['h', 'i'], u: ['u', 'i'], b: ['b', 'v'] }
const MOST_READINGS = 32

function spell(text: string, pairs: [string, string][]): string {
  let spelled = text
  for (const [from, to] of pairs) spelled = spelled.replaceAll(from, to)
  return spelled
}

function sound(text: string): string {
  return spell(spell(fold(text), GREEKLISH), GREEK).replaceAll('x', 'ks')
}

/** Every way a query may have been meant, as sounds. */
function readings(query: string): string[] {
  let found = ['']
  for (const letter of spell(spell(fold(query), GREEKLISH), GREEK)) {
    const meant = EITHER[letter] ?? [letter]
    found = found.flatMap((start) => meant.map((end) => start + end)).slice(0, MOST_READINGS)
  }
  return found
}

/** Does any of the texts contain the query, whatever its accents, capitals, final ς or alphabet? */
export function matches(query: string, ...texts: string[]): boolean {
  const wanted = query.trim()
  if (wanted === '') return true
  const sounds = readings(wanted)
  return texts.some((text) => {
    if (fold(text).includes(fold(wanted))) return true
    const heard = sound(text)
    return sounds.some((reading) => heard.includes(reading))
  })
}
