/** The beginning of a URL of a bucket; the rest is a key as it is, not encoded. */
export const storeUrl = /^\s*(s3[an]?|gc?s|az(ure)?|abfss?):\/\//im;
