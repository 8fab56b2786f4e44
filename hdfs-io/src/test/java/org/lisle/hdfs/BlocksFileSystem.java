package org.lisle.hdfs;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Local files of the scheme {@code blocks} with blocks of ten bytes. Block {@code n} of a file whose name ends with digit {@code d} is on
 * the hosts {@code node(n+d)} and {@code node(n+d+1)}, of five nodes.
 */
public final class BlocksFileSystem extends RawLocalFileSystem {
    public static final int BLOCK = 10;
    public static final Map<String, String> SETTINGS = Map.of("fs.blocks.impl", BlocksFileSystem.class.getName());

    @Override
    public URI getUri() {
        return URI.create("blocks:///");
    }

    @Override
    public String getScheme() {
        return "blocks";
    }

    @Override
    public long getDefaultBlockSize(Path file) {
        return BLOCK;
    }

    @Override
    public FileStatus getFileStatus(Path file) throws IOException {
        FileStatus status = super.getFileStatus(file);
        return new FileStatus(
                status.getLen(), status.isDirectory(), 2, BLOCK, status.getModificationTime(), status.getPath());
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        FileStatus[] statuses = super.listStatus(path);
        for (int i = 0; i < statuses.length; i++) {
            statuses[i] = getFileStatus(statuses[i].getPath());
        }
        return statuses;
    }

    @Override
    public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length) {
        String name = file.getPath().getName();
        int digit = Character.digit(name.charAt(name.length() - 1), 10);
        List<BlockLocation> blocks = new ArrayList<>();
        for (int n = 0; (long) n * BLOCK < file.getLen(); n++) {
            String[] hosts = {node(n + digit), node(n + digit + 1)};
            blocks.add(new BlockLocation(hosts, hosts, (long) n * BLOCK, Math.min(BLOCK, file.getLen() - n * BLOCK)));
        }
        return blocks.toArray(new BlockLocation[0]);
    }

    public static String node(int number) {
        return "node" + number % 5;
    }
}
