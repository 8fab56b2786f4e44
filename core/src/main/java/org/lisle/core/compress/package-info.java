/**
 * Compressed blocks with checksums: the form of segments, spills, blocks on disk and large results. Start at
 * {@link org.lisle.core.compress.BlockOutputStream}, which states the layout. Streams are confined to one thread. Imports error only.
 */
@NullMarked
package org.lisle.core.compress;

import org.jspecify.annotations.NullMarked;
