import { useEffect, useRef, useState } from 'react'
import type { FormEvent } from 'react'
import type { Source } from '../../../../src/contract/sources.ts'
import { Button } from '../../ui/Button.tsx'
import { SelectField, TextField } from '../../ui/Field.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { ErrorRegion } from '../../ui/Regions.tsx'
import { PreviewBox } from './PreviewBox.tsx'
import { makeRules } from './rule-actions.ts'
import { FIELDS, FORM_KINDS, TRIMMERS, bodyOf } from './rule-form.ts'
import type { Field, FormKind, Values } from './rule-form.ts'
import { KIND_TITLES } from './rule-words.ts'
import { canMake, usePreview } from './use-preview.ts'

type FieldProps = {
  readonly field: Field
  readonly value: string
  readonly onChange: (value: string) => void
  readonly sources: readonly Source[]
}

function TrimmerBoxes({ field, value, onChange }: Omit<FieldProps, 'sources'>) {
  const chosen = value.split(' ').filter((part) => part !== '')
  return (
    <fieldset className="f">
      <legend>{field.label}</legend>
      {TRIMMERS.map((trimmer) => (
        <label key={trimmer.value} className="check">
          <input
            type="checkbox"
            checked={chosen.includes(trimmer.value)}
            onChange={(event) =>
              onChange((event.target.checked ? [...chosen, trimmer.value] : chosen.filter((c) => c !== trimmer.value)).join(' '))
            }
          />
          <span>
            {trimmer.label} <span className="s12 t3">{trimmer.help}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function OneField({ field, value, onChange, sources }: FieldProps) {
  if (field.trimmers === true) return <TrimmerBoxes field={field} value={value} onChange={onChange} />
  const help = field.help === undefined ? {} : { help: field.help }
  if (field.options !== undefined)
    return (
      <SelectField
        label={field.label}
        {...help}
        value={value === '' ? (field.options[0]?.value ?? '') : value}
        options={field.options}
        onChange={onChange}
      />
    )
  if (field.source !== undefined) {
    const first = { value: '', label: field.source === 'any' ? 'All sources' : 'Choose a source' }
    const options = [first, ...sources.map((source) => ({ value: String(source.id), label: source.name }))]
    return <SelectField label={field.label} value={value} options={options} onChange={onChange} />
  }
  return (
    <TextField
      label={field.label}
      {...help}
      {...(field.optional === true ? { optional: true } : {})}
      value={value}
      placeholder={field.placeholder}
      maxLength={1000}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

/** A new rule: its kind, what it needs, and what it would do, before it is made. */
export function AddRule({ sources, onClose }: { readonly sources: readonly Source[]; readonly onClose: () => void }) {
  const [kind, setKind] = useState<FormKind>('case')
  const [values, setValues] = useState<Values>({})
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector('select')?.focus(), [])
  const body = bodyOf(kind, values)
  const preview = usePreview(body === null ? null : [body])
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (body === null || busy) return
    setBusy(true)
    setError(null)
    try {
      await makeRules([body], note, 'The rule is made.')
      onClose()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <Section title="New rule">
      <form className="addrule" ref={form} onSubmit={(event) => void save(event)} noValidate>
        <div className="fields">
          <SelectField
            label="Kind"
            value={kind}
            options={FORM_KINDS.map((value) => ({ value, label: KIND_TITLES[value] }))}
            onChange={(next) => {
              setKind(next)
              setValues({})
            }}
          />
          {FIELDS[kind].map((field) => (
            <OneField
              key={`${kind} ${field.key}`}
              field={field}
              value={values[field.key] ?? ''}
              sources={sources}
              onChange={(value) => setValues({ ...values, [field.key]: value })}
            />
          ))}
          <TextField
            label="Note"
            optional
            value={note}
            maxLength={1000}
            onChange={(event) => setNote(event.target.value)}
            help="Why, for those who come later."
          />
          {error !== null && <ErrorRegion error={error} />}
          <div className="row">
            <Button kind="primary" type="submit" busy={busy} disabled={body === null || !canMake(preview)}>
              Make the rule
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </div>
        </div>
        <div className="would">
          <h3>What it would do</h3>
          <PreviewBox preview={preview} waiting="Fill in the rule to see what it would do to the catalog." />
        </div>
      </form>
    </Section>
  )
}
