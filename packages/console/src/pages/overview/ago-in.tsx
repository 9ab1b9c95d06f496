import { Ago } from '../../components/time.tsx'

/** A time within a sentence, wherever the language has it. */
export const AgoIn = ({ atMs, words }: { atMs: number; words: (time: string) => string }) => {
  const [before = '', after = ''] = words('\n').split('\n')
  return (
    <>
      {before}
      <Ago atMs={atMs} />
      {after}
    </>
  )
}
