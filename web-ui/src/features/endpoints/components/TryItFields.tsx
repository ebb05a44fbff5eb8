import { Select, TextInput } from '@mantine/core';
import type { InputSpec } from '@/features/endpoints/api/types';
import classes from '@/features/endpoints/components/TryIt.module.css';
import { columnName, fieldKind, type FieldTexts } from '@/features/endpoints/tryIt';

interface TryItFieldsProps {
  inputs: readonly InputSpec[];
  texts: FieldTexts;
  onTexts: (texts: FieldTexts) => void;
}

/** A field per column of the signature, of its type. */
export function TryItFields({ inputs, texts, onTexts }: TryItFieldsProps) {
  return (
    <div className={classes.fields}>
      {inputs.map((input, index) => {
        const name = columnName(input, index);
        const kind = fieldKind(input.type);
        const set = (text: string) => onTexts({ ...texts, [name]: text });
        const shared = {
          label: name,
          description: input.required === false ? `${input.type}, may be empty` : input.type,
        };
        if (kind === 'boolean') {
          return (
            <Select
              key={name}
              {...shared}
              data={['true', 'false']}
              value={texts[name] || null}
              clearable={input.required === false}
              onChange={(value) => set(value ?? '')}
            />
          );
        }
        return (
          <TextInput
            key={name}
            {...shared}
            type={kind === 'text' ? 'text' : 'number'}
            step={kind === 'integer' ? 1 : 'any'}
            value={texts[name] ?? ''}
            onChange={(event) => set(event.currentTarget.value)}
          />
        );
      })}
    </div>
  );
}
