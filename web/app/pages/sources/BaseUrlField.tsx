import { useState } from 'react'
import { TextField } from '../../ui/Field.tsx'
import { checkBaseUrl } from './base-url.ts'

type Props = {
  readonly value: string
  readonly onChange: (value: string) => void
  /** Say what is wrong at once, and not only when the field is left. */
  readonly now: boolean
  /** What the server said about it. */
  readonly refused?: string | null
}

/** The base URL with its check, its likely meaning to click, and what it is for. */
export function BaseUrlField({ value, onChange, now, refused = null }: Props) {
  const [left, setLeft] = useState(false)
  const check = checkBaseUrl(value)
  const wrong = !check.ok && (left || now) ? check : null
  const error =
    wrong === null ? (
      refused
    ) : (
      <>
        {wrong.says}
        {wrong.suggestion !== null && (
          <>
            {' '}
            Did you mean{' '}
            <button type="button" className="plain link" onClick={() => onChange(wrong.suggestion ?? '')}>
              {wrong.suggestion}
            </button>
            ?
          </>
        )}
      </>
    )
  return (
    <TextField
      label="Base URL"
      optional
      value={value}
      maxLength={2000}
      inputMode="url"
      spellCheck={false}
      placeholder="http://airflow.example.com"
      onChange={(event) => onChange(event.target.value)}
      onBlur={() => setLeft(true)}
      error={error}
      help="The web address of the tool itself, so that a job here can link to it there. Headwater never connects to it."
    />
  )
}
