import { useId } from 'react'
import type { InputHTMLAttributes, ReactNode } from 'react'
import { Icon } from './Icon.tsx'

type Common = { readonly label: ReactNode; readonly help?: ReactNode; readonly error?: ReactNode; readonly optional?: boolean }
type Ids = { readonly id: string; readonly helpId: string; readonly errorId: string }

function describedBy({ helpId, errorId }: Ids, help: ReactNode, error: ReactNode): string | undefined {
  const ids = [error === undefined || error === null ? '' : errorId, help === undefined ? '' : helpId].filter((id) => id !== '')
  return ids.length === 0 ? undefined : ids.join(' ')
}
function useIds(): Ids {
  const id = useId()
  return { id, helpId: `${id}h`, errorId: `${id}e` }
}

function Around({ ids, label, help, error, optional, children }: Common & { readonly ids: Ids; readonly children: ReactNode }) {
  return (
    <div className="f">
      <label htmlFor={ids.id}>
        {label} {optional === true && <span className="t3">optional</span>}
      </label>
      {children}
      {error !== undefined && error !== null && (
        <span className="help bad" id={ids.errorId} role="alert">
          <Icon name="FAIL" size={13} /> {error}
        </span>
      )}
      {help !== undefined && (
        <span className="help" id={ids.helpId}>
          {help}
        </span>
      )}
    </div>
  )
}

/** A labelled text field; the error stands right under it and is read out. */
export function TextField({ label, help, error, optional, ...input }: Common & InputHTMLAttributes<HTMLInputElement>) {
  const ids = useIds()
  const bad = error !== undefined && error !== null
  return (
    <Around ids={ids} label={label} help={help} error={error} {...(optional === undefined ? {} : { optional })}>
      <span className={bad ? 'in err' : 'in'}>
        <input {...input} id={ids.id} aria-invalid={bad || undefined} aria-describedby={describedBy(ids, help, error)} />
      </span>
    </Around>
  )
}

type SelectProps<T extends string> = Common & {
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
}

/** A labelled choice from a short list. */
export function SelectField<T extends string>({ label, help, error, value, options, onChange }: SelectProps<T>) {
  const ids = useIds()
  return (
    <Around ids={ids} label={label} help={help} error={error}>
      <span className="in select">
        <select
          id={ids.id}
          value={value}
          aria-describedby={describedBy(ids, help, error)}
          onChange={(event) => onChange(event.target.value as T)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon name="down" size={12} />
      </span>
    </Around>
  )
}

type RadioProps<T extends string> = {
  readonly legend: string
  readonly name: string
  readonly value: T
  readonly onChange: (value: T) => void
  readonly options: readonly { readonly value: T; readonly label: string; readonly help: string }[]
}

/** One of a few, each with a line that says what it means. */
export function RadioField<T extends string>({ legend, name, value, onChange, options }: RadioProps<T>) {
  return (
    <fieldset className="f">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className="rad">
          <input type="radio" name={name} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} />
          <span>
            {option.label}
            <span className="s12 t3">{option.help}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** What was typed into a field of a form; empty where it is missing. */
export function fieldText(form: FormData, key: string): string {
  const value = form.get(key)
  return typeof value === 'string' ? value : ''
}
