using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azukari.Api.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Azukari.Api.Bodies;

/// <summary>What became of a body.</summary>
/// <param name="Value">The body; null exactly when there is a problem.</param>
/// <param name="Problem">What is wrong with it.</param>
/// <param name="Utf8">Its bytes as they were sent.</param>
internal readonly record struct Body<T>(T? Value, ApiProblem? Problem, byte[] Utf8) where T : class
{
    /// <summary>Whether it could be read.</summary>
    public bool Fine([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ApiProblem? problem)
    {
        (value, problem) = (Value, Problem);
        return value is not null;
    }
}

/// <summary>
/// Reads bodies: JSON in UTF-8, no larger and no deeper than allowed, with the members of its type and no others. Whatever is wrong is said by
/// field and rule, and nothing of what was sent is repeated.
/// </summary>
internal static class BodyReader
{
    public const int MaxDepth = 8;

    public static async ValueTask<Body<T>> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type, int most, CancellationToken cancel) where T : class
    {
        if (!IsJson(http.Request.ContentType)) return new Body<T>(null, ApiProblem.Of(ProblemKind.UnsupportedType), []);
        if (await BytesAsync(http, most, cancel) is not { } utf8) return new Body<T>(null, ApiProblem.Of(ProblemKind.TooLarge), []);
        try
        {
            var value = JsonSerializer.Deserialize(utf8, type);
            return value is not null ? new Body<T>(value, null, utf8) : new Body<T>(null, ApiProblem.Invalid("body", "object", "{ } で囲んだ本文が必要です。", "The body has to be an object."), utf8);
        }
        catch (JsonException)
        {
            return new Body<T>(null, BodyFaults.Of(utf8, type), utf8);
        }
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var media)
        && media.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!media.Charset.HasValue || media.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || media.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));

    /// <summary>The body as it was sent; null when it has more bytes than allowed.</summary>
    public static async ValueTask<byte[]?> BytesAsync(HttpContext http, int most, CancellationToken cancel)
    {
        if (http.Request.ContentLength > most) return null;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = most + 1L;
        var reader = http.Request.BodyReader;
        // A read given up by its token leaves the reader in the middle of one; ended this way, the server can end the connection in order.
        await using var ended = cancel.Register(reader.CancelPendingRead);
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(CancellationToken.None);
                if (read.IsCanceled)
                {
                    reader.AdvanceTo(read.Buffer.End);
                    cancel.ThrowIfCancellationRequested();
                    continue;
                }

                if (read.Buffer.Length > most)
                {
                    reader.AdvanceTo(read.Buffer.End);
                    return null;
                }

                if (read.IsCompleted)
                {
                    var bytes = read.Buffer.ToArray();
                    reader.AdvanceTo(read.Buffer.End);
                    return bytes;
                }

                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }
}
