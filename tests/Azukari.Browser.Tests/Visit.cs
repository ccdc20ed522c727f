using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Azukari.Browser.Tests;

/// <summary>A page in a browser, and what went wrong on it: errors in the console (refused content among them) and requests to anybody else.</summary>
public sealed partial class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _trouble = new();

    internal Visit(IBrowserContext context, IPage page, string authority)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _trouble.Enqueue($"console {message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => _trouble.Enqueue($"error: {error}");
        page.RequestFailed += (_, request) => _trouble.Enqueue($"failed: {request.Url}");
        page.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            if (url.Scheme is "http" or "https" && url.Authority != authority) _trouble.Enqueue($"request to another host: {request.Url}");
        };
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Gives the browser a cookie of the site.</summary>
    public Task CookieAsync(string name, string value, string address) => _context.AddCookiesAsync([new Cookie { Name = name, Value = value, Url = address, HttpOnly = true, SameSite = SameSiteAttribute.Lax }]);

    /// <summary>Sends a form of a page as this visitor, without looking at either. Gives where the site leads after it.</summary>
    /// <exception cref="InvalidOperationException">It leads nowhere.</exception>
    public async Task<string> SendAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        IAPIResponse seen = await _context.APIRequest.GetAsync(page);
        IFormData form = _context.APIRequest.CreateFormData();
        form.Set("__RequestVerificationToken", Token().Match(await seen.TextAsync()).Groups["token"].Value);
        foreach ((string name, string value) in fields) form.Set(name, value);
        IAPIResponse answer = await _context.APIRequest.PostAsync(action, new APIRequestContextOptions { Form = form, MaxRedirects = 0 });
        return answer.Headers.TryGetValue("location", out string? to) ? to : throw new InvalidOperationException($"{action} answers {answer.Status}: {await answer.TextAsync()}");
    }

    /// <summary>Opens a path of the site.</summary>
    /// <exception cref="InvalidOperationException">The site does not answer 200.</exception>
    public async Task<Visit> OpenAsync(string path)
    {
        IResponse? answer = await Page.GotoAsync(path);
        if (answer?.Status != 200) throw new InvalidOperationException($"{path} answers {answer?.Status}");
        return this;
    }

    /// <summary>Looks with another screen from the next page on.</summary>
    internal async Task ScreenAsync(Screen screen)
    {
        await Page.SetViewportSizeAsync(screen.Width, 900);
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = screen.Dark ? ColorScheme.Dark : ColorScheme.Light });
    }

    /// <summary>Fails when anything went wrong so far.</summary>
    public void HasNoTrouble(string? where = null) => Assert.True(_trouble.IsEmpty, $"{where ?? Page.Url}:\n{string.Join('\n', _trouble)}");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _context.DisposeAsync();

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();
}
