import { isKey, type Translate, type Values } from '../i18n/translate'

/** RFC 9457 problem details as the box sends them, with the facts of the one failure as further members. */
export interface Problem {
  code: string
  title: string
  status: number
  detail: string
  hint: string
  correlation_id: string
  [fact: string]: unknown
}

/** The box answered, and the answer is no. */
export class Refusal extends Error {
  override name = 'Refusal'
  constructor(
    /** HTTP status, 400 and up. */
    readonly status: number,
    /** Null when something between us and the box answered in its place. */
    readonly problem: Problem | null,
    /** Seconds to wait before asking again; null when the box did not say. */
    readonly retryAfterS: number | null,
  ) {
    super(problem?.detail ?? `HTTP ${status}`)
  }
}

/** No answer: network down, box off, or 8 s passed. */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

/** Is this body a problem document? */
export function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'hint' in body
}

/** `Retry-After` in seconds; null when absent or not a number of seconds. */
export function retryAfter(headers: Headers): number | null {
  const seconds = Number(headers.get('Retry-After') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null
}

/** What to tell a person: our sentence for the code, else the box's own hint, never a code alone. */
export function problemSentence(t: Translate, problem: Problem | null): string {
  if (!problem) return t('problem.unknown')
  const values = facts(t, problem)
  const key = `problem.${problem.code}`
  const byWhom = `${key}.by`
  if (values.who && isKey(byWhom)) return t(byWhom, values)
  if (isKey(key)) return t(key, values)
  return problem.hint || problem.detail || t('problem.unknown')
}

/** The same for anything thrown by a request. */
export function errorSentence(t: Translate, error: unknown): string {
  if (error instanceof Refusal) return problemSentence(t, error.problem)
  return error instanceof Unreachable ? t('problem.unreachable') : t('problem.unknown')
}

/** The facts of a problem as a sentence's holes; of several changes the latest, in words and local time. */
function facts(t: Translate, problem: Problem): Values {
  const values: Values = { owner: '', name: '' }
  const changes = Array.isArray(problem.changes) ? problem.changes : []
  for (const [name, value] of Object.entries({ ...problem, ...changes[0] })) {
    if (typeof value === 'string' || typeof value === 'number') values[name] = value
  }
  const what = `change.${values.what}`
  if (isKey(what)) values.what = t(what)
  if (typeof values.at === 'string') values.at = values.at.slice(11, 16)
  return values
}
