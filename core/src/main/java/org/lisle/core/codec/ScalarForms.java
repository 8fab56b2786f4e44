package org.lisle.core.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;

/** Single values of the JDK. */
final class ScalarForms {
    private ScalarForms() {}

    static void register(TypeTable.Registrar types) {
        types.writer(
                Boolean.class, (value, out, codec) -> out.writeByte(value.equals(Boolean.TRUE) ? Tag.TRUE : Tag.FALSE));
        types.reader(Tag.TRUE, (in, codec) -> Boolean.TRUE);
        types.reader(Tag.FALSE, (in, codec) -> Boolean.FALSE);
        types.writer(Byte.class, (value, out, codec) -> {
            out.writeByte(Tag.BYTE);
            out.writeByte((Byte) value);
        });
        types.reader(Tag.BYTE, (in, codec) -> in.readByte());
        types.writer(Short.class, (value, out, codec) -> {
            out.writeByte(Tag.SHORT);
            out.writeShort((Short) value);
        });
        types.reader(Tag.SHORT, (in, codec) -> in.readShort());
        types.writer(Character.class, (value, out, codec) -> {
            out.writeByte(Tag.CHARACTER);
            out.writeShort((Character) value);
        });
        types.reader(Tag.CHARACTER, (in, codec) -> (char) in.readShort());
        types.writer(Float.class, (value, out, codec) -> {
            out.writeByte(Tag.FLOAT);
            out.writeFloat((Float) value);
        });
        types.reader(Tag.FLOAT, (in, codec) -> in.readFloat());
        registerNumbers(types);
        registerTimes(types);
        types.writer(UUID.class, (value, out, codec) -> {
            out.writeByte(Tag.UUID);
            out.writeLong(((UUID) value).getMostSignificantBits());
            out.writeLong(((UUID) value).getLeastSignificantBits());
        });
        types.reader(Tag.UUID, (in, codec) -> new UUID(in.readLong(), in.readLong()));
    }

    private static void registerNumbers(TypeTable.Registrar types) {
        types.writer(BigInteger.class, (value, out, codec) -> {
            out.writeByte(Tag.BIG_INTEGER);
            writeBigInteger((BigInteger) value, out);
        });
        types.reader(Tag.BIG_INTEGER, (in, codec) -> readBigInteger(in));
        types.writer(BigDecimal.class, (value, out, codec) -> {
            out.writeByte(Tag.BIG_DECIMAL);
            out.writeSignedVarInt(((BigDecimal) value).scale());
            writeBigInteger(((BigDecimal) value).unscaledValue(), out);
        });
        types.reader(Tag.BIG_DECIMAL, (in, codec) -> {
            int scale = in.readSignedVarInt();
            return new BigDecimal(readBigInteger(in), scale);
        });
    }

    private static void registerTimes(TypeTable.Registrar types) {
        types.writer(Instant.class, (value, out, codec) -> {
            out.writeByte(Tag.INSTANT);
            out.writeSignedVarLong(((Instant) value).getEpochSecond());
            out.writeVarInt(((Instant) value).getNano());
        });
        types.reader(Tag.INSTANT, (in, codec) -> Instant.ofEpochSecond(in.readSignedVarLong(), in.readVarInt()));
        types.writer(Duration.class, (value, out, codec) -> {
            out.writeByte(Tag.DURATION);
            out.writeSignedVarLong(((Duration) value).toSeconds());
            out.writeVarInt(((Duration) value).getNano());
        });
        types.reader(Tag.DURATION, (in, codec) -> Duration.ofSeconds(in.readSignedVarLong(), in.readVarInt()));
        types.writer(LocalDate.class, (value, out, codec) -> {
            out.writeByte(Tag.LOCAL_DATE);
            out.writeSignedVarLong(((LocalDate) value).toEpochDay());
        });
        types.reader(Tag.LOCAL_DATE, (in, codec) -> LocalDate.ofEpochDay(in.readSignedVarLong()));
        types.writer(LocalDateTime.class, (value, out, codec) -> {
            out.writeByte(Tag.LOCAL_DATE_TIME);
            out.writeSignedVarLong(((LocalDateTime) value).toLocalDate().toEpochDay());
            out.writeVarLong(((LocalDateTime) value).toLocalTime().toNanoOfDay());
        });
        types.reader(
                Tag.LOCAL_DATE_TIME,
                (in, codec) -> LocalDateTime.of(
                        LocalDate.ofEpochDay(in.readSignedVarLong()), LocalTime.ofNanoOfDay(in.readVarLong())));
    }

    private static void writeBigInteger(BigInteger value, RecordOutput out) {
        byte[] bytes = value.toByteArray();
        out.writeVarInt(bytes.length);
        out.writeBytes(bytes, 0, bytes.length);
    }

    private static BigInteger readBigInteger(RecordInput in) {
        byte[] bytes = new byte[in.readLength()];
        in.readBytes(bytes, 0, bytes.length);
        return new BigInteger(bytes);
    }
}
