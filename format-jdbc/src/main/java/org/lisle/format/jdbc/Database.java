package org.lisle.format.jdbc;

import java.io.IOException;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** Where a database is and how to log in. What the properties hold, a password too, travels with the program to the executors. */
final class Database implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String url;
    private final TreeMap<String, String> properties;

    Database(String url, Map<String, String> properties) {
        this.url = url;
        this.properties = new TreeMap<>(properties);
    }

    /** A connection whose statements end with a commit. */
    Connection connect() throws SQLException {
        Properties login = new Properties();
        login.putAll(properties);
        Connection connection = DriverManager.getConnection(url, login);
        connection.setAutoCommit(false);
        return connection;
    }

    /** Work of the driver in one transaction. */
    <R> R inTransaction(String what, Work<R> work) {
        try (Connection connection = connect()) {
            R result = work.run(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw failure(what, e);
        }
    }

    /** For tasks, which are tried again. */
    IOException inTask(String what, SQLException failure) {
        return new IOException(what + " failed at " + this + ": " + failure.getMessage(), failure);
    }

    private LisleException failure(String what, SQLException failure) {
        return new LisleException(
                ErrorCode.FILE_SYSTEM,
                what + " failed at " + this + ": " + failure.getMessage(),
                "see the cause; check address, login, driver's jar, and the names of table and columns",
                failure);
    }

    /** Work on a connection. */
    @FunctionalInterface
    interface Work<R> {
        R run(Connection connection) throws SQLException;
    }

    /** The address without what may be a password. */
    @Override
    public String toString() {
        return url.replaceAll("[;?&].*", "");
    }
}
