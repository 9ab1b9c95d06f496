import type { ConsoleProblem } from '@carillon/protocol'
import { useRef, useState, type FormEvent, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'

import { useProblems, type Problems } from './problems.ts'

/** A form that is checked before it is sent. */
export interface CheckedForm extends Problems {
  form: RefObject<HTMLFormElement | null>
  /** Sends the form when nothing is wrong; else the first field that is wrong has the focus. */
  submit(event: FormEvent, send: () => void): void
}

/**
 * Checks a form before it is sent, and puts what is wrong beside its fields, whoever found it.
 * @param problems what is wrong with what is entered now
 * @param error what the API answered
 * @param fields the fields of the form
 */
export const useCheckedForm = (
  problems: readonly ConsoleProblem[],
  error: unknown,
  fields: readonly string[],
): CheckedForm => {
  const { t } = useTranslation()
  const form = useRef<HTMLFormElement>(null)
  const [isTried, setTried] = useState(false)
  const refused = useProblems(error, fields)
  return {
    form,
    of(field) {
      const own = isTried ? problems.find((each) => each.field === field) : undefined
      return own === undefined ? refused.of(field) : t(`problems.${own.problem}`)
    },
    rest: refused.rest,
    submit(event, send) {
      event.preventDefault()
      setTried(true)
      if (problems.length === 0) send()
      else
        requestAnimationFrame(() =>
          form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
        )
    },
  }
}
