package org.lisle.yarn.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.lisle.yarn.outcome.PageToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP in front of {@link Site}: who may read, and only GET and HEAD. One for each connection, on its event loop. */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);
    private static final String PROXY_COOKIE = "proxy-user";

    private final Site site;
    private final AccessPolicy policy;

    RequestHandler(Site site, AccessPolicy policy) {
        this.site = site;
        this.policy = policy;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        FullHttpResponse response = answer(context, request);
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        HttpUtil.setContentLength(response, response.content().readableBytes());
        HttpUtil.setKeepAlive(response, keepAlive);
        if (request.method() == HttpMethod.HEAD) {
            response.content().clear();
        }
        ChannelFuture written = context.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a connection to the web page failed", cause);
        context.close();
    }

    private FullHttpResponse answer(ChannelHandlerContext context, FullHttpRequest request) {
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            return plain(HttpResponseStatus.METHOD_NOT_ALLOWED, "This page can only be read.");
        }
        String path = new QueryStringDecoder(request.uri()).path();
        String remote = ((InetSocketAddress) context.channel().remoteAddress())
                .getAddress()
                .getHostAddress();
        return switch (policy.decide(
                remote, proxyUser(request), request.headers().get(PageToken.HEADER))) {
            case ALLOW -> page(path);
            case FORBID -> plain(HttpResponseStatus.FORBIDDEN, "You may not view this application.");
            case REDIRECT_TO_PROXY -> {
                FullHttpResponse response = plain(HttpResponseStatus.FOUND, "See YARN's proxy.");
                response.headers().set(HttpHeaderNames.LOCATION, policy.proxyBase() + path);
                yield response;
            }
        };
    }

    private FullHttpResponse page(String path) {
        try {
            Response response = site.get(path);
            return response(HttpResponseStatus.valueOf(response.status()), response.contentType(), response.body());
        } catch (RuntimeException e) {
            LOG.warn("the page {} failed", path, e);
            return plain(HttpResponseStatus.INTERNAL_SERVER_ERROR, "The page failed; the driver's log says why.");
        }
    }

    private static @Nullable String proxyUser(FullHttpRequest request) {
        String header = request.headers().get(HttpHeaderNames.COOKIE);
        if (header == null) {
            return null;
        }
        for (Cookie cookie : ServerCookieDecoder.LAX.decode(header)) {
            if (cookie.name().equals(PROXY_COOKIE)) {
                return cookie.value();
            }
        }
        return null;
    }

    private static FullHttpResponse plain(HttpResponseStatus status, String text) {
        return response(status, "text/plain; charset=utf-8", text);
    }

    private static FullHttpResponse response(HttpResponseStatus status, String contentType, String body) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, contentType)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("X-Content-Type-Options", "nosniff")
                .set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        return response;
    }
}
