package org.lisle.transport;

class EncryptedNioTransportTest extends TransportContract {
    EncryptedNioTransportTest() {
        super(LoopKind.NIO, true);
    }
}
