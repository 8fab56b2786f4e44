package org.lisle.core.closure;

import java.io.ObjectInputFilter;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * Decides which classes may appear in serialised functions. A second wall: the first is that bytes are taken from authenticated peers only.
 *
 * <p>A function may hold any class of the program, so there can be no list of what is allowed there. The rules, in order:
 * <ol>
 *   <li>Limits: objects nested at most {@value #MAX_DEPTH} deep, arrays of at most {@value #MAX_ARRAY_LENGTH} elements.
 *   <li>Refused: packages and classes that are known as parts of deserialisation attacks, wherever they are loaded from.
 *   <li>Of the JDK, only the modules java.base and java.sql (dates), less the packages whose objects do something.
 *   <li>Allowed: everything else, which is Lisle, the program, its libraries and the libraries of the cluster.
 * </ol>
 *
 * One filter serves one stream and remembers the class that it refused.
 */
public final class ClosureFilter implements ObjectInputFilter {
    static final int MAX_DEPTH = 20_000;
    static final int MAX_ARRAY_LENGTH = 1 << 28;

    private static final Set<String> JDK_MODULES = Set.of("java.base", "java.sql");

    private static final Set<String> REFUSED_CLASSES = Set.of(
            "java.net.URLClassLoader",
            "java.security.SignedObject",
            "java.util.ServiceLoader",
            "com.fasterxml.jackson.databind.node.POJONode",
            "org.apache.commons.collections.keyvalue.TiedMapEntry",
            "org.apache.commons.collections4.keyvalue.TiedMapEntry");

    private static final List<String> REFUSED_PACKAGES = List.of(
            // of the JDK
            "java.lang.reflect.",
            "java.lang.ref.",
            "java.rmi.",
            "java.util.jar.",
            "java.util.logging.",
            "javax.",
            "com.sun.",
            "jdk.internal.",
            "sun.",
            // of libraries
            "bsh.",
            "clojure.",
            "com.alibaba.fastjson.",
            "com.alibaba.fastjson2.",
            "com.mchange.v2.c3p0.",
            "com.vaadin.",
            "com.zaxxer.hikari.",
            "net.sf.json.",
            "org.aspectj.weaver.",
            "org.apache.bcel.",
            "org.apache.click.",
            "org.apache.commons.beanutils.",
            "org.apache.commons.collections.functors.",
            "org.apache.commons.collections4.functors.",
            "org.apache.commons.dbcp.",
            "org.apache.commons.dbcp2.",
            "org.apache.commons.fileupload.",
            "org.apache.logging.log4j.",
            "org.apache.myfaces.",
            "org.apache.tomcat.dbcp.",
            "org.apache.wicket.",
            "org.apache.xalan.",
            "org.codehaus.groovy.runtime.",
            "org.hibernate.",
            "org.jboss.interceptor.",
            "org.jboss.weld.",
            "org.mozilla.javascript.",
            "org.python.",
            "org.springframework.aop.",
            "org.springframework.beans.",
            "org.springframework.jndi.",
            "org.springframework.transaction.");

    private @Nullable String refusedClass;
    private @Nullable String passedLimit;

    @Override
    public Status checkInput(FilterInfo info) {
        if (info.depth() > MAX_DEPTH) {
            passedLimit = "objects nested more than " + MAX_DEPTH + " deep";
            return Status.REJECTED;
        }
        if (info.arrayLength() > MAX_ARRAY_LENGTH) {
            passedLimit = "an array of " + info.arrayLength() + " elements";
            return Status.REJECTED;
        }
        Class<?> type = info.serialClass();
        if (type == null) {
            return Status.UNDECIDED;
        }
        while (type.isArray()) {
            type = type.getComponentType();
        }
        if (type.isPrimitive() || allows(type)) {
            return Status.ALLOWED;
        }
        refusedClass = type.getName();
        return Status.REJECTED;
    }

    /** The error for what was refused; empty when nothing was. */
    public Optional<LisleException> refusal() {
        if (refusedClass != null) {
            return Optional.of(new LisleException(
                    ErrorCode.CLOSURE_CLASS_REFUSED,
                    "the class " + refusedClass
                            + " is not let into an executor, because its objects can be used for attacks",
                    "keep it out of functions: make the object inside of the function instead of capturing it"));
        }
        if (passedLimit != null) {
            return Optional.of(new LisleException(
                    ErrorCode.CLOSURE_CLASS_REFUSED,
                    "a function holds " + passedLimit,
                    "use broadcast for large values; cut very long lineages with cache and an action"));
        }
        return Optional.empty();
    }

    private static boolean allows(Class<?> type) {
        if (Proxy.isProxyClass(type) || type == Proxy.class) {
            // what a proxy does is up to its handler, which is looked at itself
            return true;
        }
        if (isOfJdk(type) && !JDK_MODULES.contains(type.getModule().getName())) {
            return false;
        }
        String name = type.getName();
        return !REFUSED_CLASSES.contains(name) && REFUSED_PACKAGES.stream().noneMatch(name::startsWith);
    }

    private static boolean isOfJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }
}
