package org.lisle.transport;

class EncryptedEpollTransportTest extends TransportContract {
    EncryptedEpollTransportTest() {
        super(LoopKind.EPOLL, true);
    }
}
