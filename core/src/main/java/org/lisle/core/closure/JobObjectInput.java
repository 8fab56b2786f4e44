package org.lisle.core.closure;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.util.Map;

/** Reads objects with classes of the job, through a filter, and lets a binder replace handles. For one thread and one value. */
public final class JobObjectInput extends ObjectInputStream {
    private static final Map<String, Class<?>> PRIMITIVES = Map.of(
            "boolean", boolean.class,
            "byte", byte.class,
            "char", char.class,
            "short", short.class,
            "int", int.class,
            "long", long.class,
            "float", float.class,
            "double", double.class,
            "void", void.class);

    private final ClassLoader loader;
    private final HandleBinder binder;

    public JobObjectInput(InputStream source, ClassLoader loader, ClosureFilter filter, HandleBinder binder)
            throws IOException {
        super(source);
        this.loader = loader;
        this.binder = binder;
        setObjectInputFilter(filter);
        enableResolveObject(true);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
        String name = description.getName();
        Class<?> primitive = PRIMITIVES.get(name);
        return primitive == null ? Class.forName(name, false, loader) : primitive;
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws ClassNotFoundException {
        var types = new Class<?>[interfaces.length];
        for (int i = 0; i < interfaces.length; i++) {
            types[i] = Class.forName(interfaces[i], false, loader);
        }
        return java.lang.reflect.Proxy.newProxyInstance(loader, types, (proxy, method, arguments) -> {
                    throw new IllegalStateException("only the class of this proxy is used");
                })
                .getClass();
    }

    @Override
    protected Object resolveObject(Object value) {
        return value instanceof Handle ? binder.bind(value) : value;
    }
}
