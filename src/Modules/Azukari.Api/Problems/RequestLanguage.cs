using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Azukari.Api.Problems;

/// <summary>The language of a caller's messages: the first of Japanese and English that its Accept-Language names, else Japanese.</summary>
internal static class RequestLanguage
{
    public static string Of(HttpContext http)
    {
        foreach (var language in http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1))
        {
            if (language.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase)) return "en";
            if (language.Value.StartsWith("ja", StringComparison.OrdinalIgnoreCase)) return "ja";
        }

        return "ja";
    }
}

/// <summary>How JSON is written: Japanese and the plus of a telephone number as themselves. It is never part of a page.</summary>
internal static class JsonText
{
    public static JsonWriterOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
}
