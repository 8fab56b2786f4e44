package org.lisle.transport;

class PlainEpollTransportTest extends TransportContract {
    PlainEpollTransportTest() {
        super(LoopKind.EPOLL, false);
    }
}
