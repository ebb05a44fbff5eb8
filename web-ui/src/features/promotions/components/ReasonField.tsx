import { Textarea } from '@mantine/core';

interface ReasonFieldProps {
  value: string;
  placeholder: string;
  onChange: (reason: string) => void;
}

/** Why an alias moves. */
export function ReasonField({ value, placeholder, onChange }: ReasonFieldProps) {
  return (
    <Textarea
      label="Reason"
      description="Kept in the promotion history"
      placeholder={placeholder}
      required
      data-autofocus
      autosize
      minRows={2}
      maxRows={6}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
