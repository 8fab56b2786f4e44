package org.lisle.format.jdbc;

import java.io.Serializable;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Makes a record of the row at which a result stands; does not move it. */
@FunctionalInterface
public interface RowReader<T> extends Serializable {
    T read(ResultSet row) throws SQLException;
}
