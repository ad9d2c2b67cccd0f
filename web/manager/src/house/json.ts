/** The JSON answer of a call that can also give files: without `format` it always is one. */
export async function asJson<Answer>(answer: Promise<Answer | string>): Promise<Exclude<Answer, string>> {
  return (await answer) as Exclude<Answer, string>
}
