/** Puts the bytes of a `text/event-stream` back together: call with each piece, get the data of whole events. */
export function sseReader(onData: (data: string) => void): (piece: string) => void {
  let rest = ''
  let lines: string[] = []
  return (piece) => {
    rest += piece
    const whole = rest.split(/\r\n|\n|\r(?!$)/)
    rest = whole.pop() ?? ''
    for (const line of whole) {
      if (line === '') {
        if (lines.length > 0) onData(lines.join('\n'))
        lines = []
      } else if (line.startsWith('data:')) {
        lines.push(line.slice(line.startsWith('data: ') ? 6 : 5))
      }
    }
  }
}
