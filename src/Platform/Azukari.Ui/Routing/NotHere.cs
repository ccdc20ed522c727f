using Microsoft.AspNetCore.Http;

namespace Azukari.Ui.Routing;

/// <summary>Answers 404 with a page's own words.</summary>
public static class NotHereExtensions
{
    /// <summary>
    /// What is asked for is not here, and the page being rendered says so itself. Set at once, the status would have the framework drop that page for the
    /// general one; so it is set when the answer begins.
    /// </summary>
    public static void NotHere(this HttpResponse response) => response.OnStarting(static state =>
    {
        var begun = (HttpResponse)state;
        if (begun.StatusCode == StatusCodes.Status200OK) begun.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }, response);
}
