package org.lisle.format.parquet;

import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Takes the values of columns that a filter reads and that no record has. */
final class Ignored {
    private static final PrimitiveConverter VALUE = new PrimitiveConverter() {
        @Override
        public void addBinary(Binary value) {}

        @Override
        public void addBoolean(boolean value) {}

        @Override
        public void addDouble(double value) {}

        @Override
        public void addFloat(float value) {}

        @Override
        public void addInt(int value) {}

        @Override
        public void addLong(long value) {}
    };

    private static final GroupConverter GROUP = new GroupConverter() {
        @Override
        public Converter getConverter(int index) {
            throw new IllegalStateException("a group's converters are made by its type");
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    };

    private Ignored() {}

    static Converter of(Type column) {
        return column.isPrimitive() ? VALUE : new Around(column.asGroupType(), GROUP, 0);
    }

    /**
     * Records of some columns, made while more are read.
     *
     * @param read the columns of the records, with the others behind them in each group
     */
    static <T> RecordMaterializer<T> others(MessageType read, MessageType ofRecords, RecordMaterializer<T> records) {
        GroupConverter root = around(read, ofRecords, records.getRootConverter());
        return new RecordMaterializer<>() {
            @Override
            public T getCurrentRecord() {
                return records.getCurrentRecord();
            }

            @Override
            public void skipCurrentRecord() {
                records.skipCurrentRecord();
            }

            @Override
            public GroupConverter getRootConverter() {
                return root;
            }
        };
    }

    private static GroupConverter around(GroupType read, GroupType ofRecords, GroupConverter records) {
        Around around = new Around(read, records, ofRecords.getFieldCount());
        for (int i = 0; i < ofRecords.getFieldCount(); i++) {
            Type column = ofRecords.getType(i);
            Converter inner = records.getConverter(i);
            around.converters[i] = column.isPrimitive()
                    ? inner
                    : around(read.getType(i).asGroupType(), column.asGroupType(), inner.asGroupConverter());
        }
        return around;
    }

    /** A group of which the first columns are a record's. */
    private static final class Around extends GroupConverter {
        private final Converter[] converters;
        private final GroupConverter records;

        Around(GroupType read, GroupConverter records, int ofRecords) {
            this.records = records;
            this.converters = new Converter[read.getFieldCount()];
            for (int i = ofRecords; i < converters.length; i++) {
                converters[i] = of(read.getType(i));
            }
        }

        @Override
        public Converter getConverter(int index) {
            return converters[index];
        }

        @Override
        public void start() {
            records.start();
        }

        @Override
        public void end() {
            records.end();
        }
    }
}
