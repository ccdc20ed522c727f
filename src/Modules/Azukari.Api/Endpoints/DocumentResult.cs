using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Azukari.Api.Problems;
using Azukari.Policy;
using Azukari.Vault;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Azukari.Api.Endpoints;

/// <summary>
/// Writes a document as it is opened, whole or the range asked for (RFC 9110 14; a single range of bytes). What stops it before its first
/// byte is a problem; after that the connection is cut, so that nobody takes a part for the whole.
/// </summary>
internal sealed class DocumentResult(Granted<DocumentContent> granted, PolicyVersion version) : IResult
{
    private const int Portion = 64 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var document = granted.Values;
        var (from, count, partial) = RangeOf(httpContext.Request, document.Content.Length);
        if (count < 0)
        {
            httpContext.Response.Headers.ContentRange = new ContentRangeHeaderValue(document.Content.Length).ToString();
            await ApiProblem.Of(ProblemKind.RangeNotSatisfiable).ExecuteAsync(httpContext);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Portion);
        try
        {
            document.Content.Position = from;
            var read = await document.Content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(Portion, Math.Max(1, count))), httpContext.RequestAborted);
            Begin(httpContext.Response, from, count, partial);
            for (var left = count; left > 0 && read > 0;)
            {
                await httpContext.Response.Body.WriteAsync(buffer.AsMemory(0, read), httpContext.RequestAborted);
                left -= read;
                read = left == 0 ? 0 : await document.Content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(Portion, left)), httpContext.RequestAborted);
            }
        }
        catch (Exception error) when (httpContext.Response.HasStarted && error is DocumentStoppedException or VaultDamagedException)
        {
            httpContext.Abort();
        }
        catch (DocumentStoppedException stopped)
        {
            var problem = stopped.Refusal is { } refusal ? ApiProblem.Refused(refusal, version, stopped.EntryId) : ApiProblem.Of(ProblemKind.NotFound);
            await problem.ExecuteAsync(httpContext);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Begin(HttpResponse response, long from, long count, bool partial)
    {
        var (held, headers) = (granted.Values.Document, response.Headers);
        response.StatusCode = partial ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK;
        response.ContentType = held.Type == DocumentType.Text ? "text/plain; charset=utf-8" : held.Type.MediaType;
        response.ContentLength = count;
        if (partial) headers.ContentRange = new ContentRangeHeaderValue(from, from + count - 1, held.Size).ToString();
        headers.AcceptRanges = "bytes";
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        var disposition = new ContentDispositionHeaderValue("attachment");
        if (granted.Values.FileName is { } name) disposition.FileNameStar = name;
        else disposition.FileName = "document" + held.Type.Extension;
        headers.ContentDisposition = disposition.ToString();
        headers["Azukari-Entry"] = granted.EntryId.ToString();
        headers["Azukari-Policy"] = granted.PolicyVersion.Value;
        headers["Azukari-Clauses"] = string.Join(' ', granted.Clauses.Select(c => c.Value));
        headers["Azukari-Document-Version"] = held.Version.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>What was asked for: from where and how many bytes; a negative number where that lies outside. A header of another form is ignored.</summary>
    private static (long From, long Count, bool Partial) RangeOf(HttpRequest request, long length)
    {
        if (!RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var range) || range is not { Unit.Value: "bytes", Ranges.Count: 1 }) return (0, length, false);
        var one = range.Ranges.First();
        var from = one.From ?? Math.Max(0, length - (one.To ?? 0));
        var to = one.From is null ? length - 1 : Math.Min(one.To ?? long.MaxValue, length - 1);
        return from < length && to >= from ? (from, to - from + 1, true) : (0, -1, true);
    }
}
