package org.lisle.api;

/** How files are compressed. Each format knows some of these and refuses the others with INVALID_ARGUMENT. */
public enum FileCompression {
    NONE,
    /** Of text: a file cannot be cut. */
    GZIP,
    DEFLATE,
    /** Of text: small, slow, and a file can be cut. */
    BZIP2,
    SNAPPY,
    LZ4,
    ZSTD
}
