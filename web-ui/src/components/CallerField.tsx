import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { callerName, setCallerName } from '@/lib/caller';

/** Asks who somebody is, once for this browser: every change names him. */
export function CallerField(props: Pick<TextInputProps, 'description' | 'size'>) {
  const [name, setName] = useState(callerName());
  return (
    <TextInput
      label="Your name"
      maxLength={250}
      value={name}
      onChange={(event) => {
        setName(event.currentTarget.value);
        setCallerName(event.currentTarget.value.trim());
      }}
      {...props}
    />
  );
}
