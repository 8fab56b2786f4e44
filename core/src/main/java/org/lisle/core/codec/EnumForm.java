package org.lisle.core.codec;

/** Enum constants: the class and the ordinal. */
final class EnumForm {
    private EnumForm() {}

    static void write(Object value, RecordOutput out, TaggedCodec codec) {
        Enum<?> constant = (Enum<?>) value;
        out.writeByte(Tag.ENUM);
        codec.classNames().write(constant.getDeclaringClass(), out);
        out.writeVarInt(constant.ordinal());
    }

    static Object read(RecordInput in, TaggedCodec codec) {
        Class<?> type = codec.classNames().read(in);
        int ordinal = in.readVarInt();
        Object[] constants = codec.types().constants(type);
        if (ordinal < 0 || ordinal >= constants.length) {
            throw in.corrupt(type.getName() + " has no constant number " + ordinal);
        }
        return constants[ordinal];
    }
}
