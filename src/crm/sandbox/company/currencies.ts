/** What a euro is worth in the company's own currency. */
export const euroInZloty = 4.3;
