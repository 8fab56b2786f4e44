package org.lisle.format.jdbc;

import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Sets a record's values as the parameters of a statement, from 1 on, all of them each time; does not execute it. */
@FunctionalInterface
public interface RowWriter<T> extends Serializable {
    void write(PreparedStatement statement, T record) throws SQLException;
}
