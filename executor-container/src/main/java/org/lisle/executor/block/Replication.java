package org.lisle.executor.block;

import com.google.errorprone.annotations.ThreadSafe;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.lisle.api.StorageLevel;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.id.BlockId;
import org.lisle.core.message.PutBlock;
import org.lisle.executor.peer.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of blocks on other executors. The executor that has made a block asks others to take it, and they fetch it from there, so that a
 * copy may be of any size. A copy that fails is logged; the block is less safe then, and nothing else.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
public final class Replication {
    private static final Logger LOG = LoggerFactory.getLogger(Replication.class);

    private final BlockStore store;
    private final RemoteBlocks remote;
    private final Address ownAddress;
    private final Executor workers;

    /** @param workers may be blocked by a copy */
    public Replication(BlockStore store, RemoteBlocks remote, Address ownAddress, Executor workers) {
        this.store = store;
        this.remote = remote;
        this.ownAddress = ownAddress;
        this.workers = workers;
    }

    /** Sends copies of a block of this executor on their way: one less than the level's replication. */
    void replicate(BlockId id, StorageLevel level) {
        int copies = level.replication() - 1;
        if (copies > 0) {
            copy(id, level, copies);
        }
    }

    /** Sends one copy on its way, because this executor is going to be taken away; the copy may go to a disk. */
    public void copyAway(BlockId id) {
        if (store.contains(id)) {
            copy(id, StorageLevel.MEMORY_AND_DISK_SER, 1);
        }
    }

    private void copy(BlockId id, StorageLevel level, int copies) {
        var request = new PutBlock(id.text(), level.useMemory(), level.useDisk(), ownAddress.host(), ownAddress.port());
        remote.replicaTargets(id, copies).whenComplete((targets, failure) -> {
            if (failure != null || targets.isEmpty()) {
                LOG.warn("There is no executor for a copy of the block {}", id.text(), failure);
                return;
            }
            targets.stream().limit(copies).forEach(target -> remote.connection(target)
                    .thenCompose(connection -> connection.request(request))
                    .whenComplete((taken, refused) -> {
                        if (refused != null) {
                            LOG.warn(
                                    "Executor {} took no copy of the block {}",
                                    target.getExecutor(),
                                    id.text(),
                                    refused);
                        }
                    }));
        });
    }

    /** Takes a copy as another executor asked; completes when it is here, or fails with the reason. */
    public CompletionStage<Boolean> take(PutBlock request) {
        return CompletableFuture.supplyAsync(() -> takeNow(request), workers);
    }

    private boolean takeNow(PutBlock request) {
        BlockId id = BlockId.parse(request.getBlock());
        if (store.contains(id)) {
            return false;
        }
        SpillableBytes target = store.newBytes(id, request.getUseMemory(), request.getUseDisk());
        try {
            remote.copy(id, new Address(request.getHost(), request.getPort()), target);
            BlockContent content = target.finish();
            // Its own copies are the maker's business.
            var level = new StorageLevel(request.getUseMemory(), request.getUseDisk(), false, 1);
            return content != null && store.put(id, level, content);
        } catch (IOException e) {
            target.discard();
            throw new LisleException(
                    ErrorCode.LOCAL_DISK, "the copy of the block " + id.text() + " cannot be written", "", e);
        } catch (RuntimeException | Error e) {
            target.discard();
            throw e;
        }
    }
}
