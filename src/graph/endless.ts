/** Kinds of job (processingType) whose runs do not end by themselves: silence does not tell that one is lost, and time not that one is late. */
export const endless: readonly string[] = ['STREAMING', 'SERVICE']

export const isEndless = (processingType: string | null): boolean => endless.includes(processingType?.toUpperCase() ?? '')
