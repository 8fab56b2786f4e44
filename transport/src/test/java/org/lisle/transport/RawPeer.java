package org.lisle.transport;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.lisle.transport.auth.Handshake;
import org.lisle.transport.auth.Hello;
import org.lisle.transport.message.MessageCodec;

/** A peer that speaks the bytes of the wire itself, to speak them wrong or not at all. Reads give up after ten seconds. */
final class RawPeer implements AutoCloseable {
    final Socket socket = new Socket();
    final DataInputStream in;
    final DataOutputStream out;

    RawPeer(InetSocketAddress address) throws IOException {
        socket.connect(address);
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    /** Authenticates truthfully, without encryption. */
    static RawPeer authenticated(InetSocketAddress address, TransportSecret secret) throws IOException {
        var peer = new RawPeer(address);
        var hello = Hello.create(false, MessageCodec.wire().fingerprint(), "raw peer", new SecureRandom());
        var handshake = new Handshake(Handshake.Role.INITIATOR, secret.toBytes(), hello);
        peer.write(handshake.begin());
        byte[] proof = handshake.receive(peer.read());
        if (proof == null) {
            throw new IOException("the handshake has no proof");
        }
        peer.write(proof);
        handshake.receive(peer.read());
        return peer;
    }

    /** Writes a length and the bytes. */
    void write(byte[] frame) throws IOException {
        out.writeInt(frame.length);
        out.write(frame);
        out.flush();
    }

    /** A frame as {@link FrameDecoder} reads it. */
    void writeFrame(int kind, long id, int type, byte[] body) throws IOException {
        out.writeInt(11 + body.length);
        out.writeByte(kind);
        out.writeLong(id);
        out.writeShort(type);
        out.write(body);
        out.flush();
    }

    byte[] read() throws IOException {
        return in.readNBytes(in.readInt());
    }

    /** Everything until the other end closes, as text. */
    String readToEnd() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
