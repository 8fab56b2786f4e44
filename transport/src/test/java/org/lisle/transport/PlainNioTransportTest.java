package org.lisle.transport;

class PlainNioTransportTest extends TransportContract {
    PlainNioTransportTest() {
        super(LoopKind.NIO, false);
    }
}
