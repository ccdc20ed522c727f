using System.Diagnostics;

namespace Azukari.Web.Health;

/// <summary>
/// The last word on an exception nobody handled, outside of everything else in Production: its type and where it happened are logged, its
/// message is not, because a message may quote what it choked on. The framework, which would log it whole, never sees it.
/// </summary>
internal sealed partial class UnhandledFaults(RequestDelegate next, ILogger<UnhandledFaults> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // the visitor has gone
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = bad.StatusCode;
        }
        catch (Exception fault)
        {
            Log(log, fault);
            if (context.Response.HasStarted) context.Abort();
            else context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    /// <summary>Types and places of an exception and of those inside it.</summary>
    public static void Log(ILogger logger, Exception fault)
    {
        for (Exception? at = fault; at is not null; at = at.InnerException)
            Unhandled(logger, at.GetType().FullName ?? "", new StackTrace(at, fNeedFileInfo: true).ToString());
    }

    [LoggerMessage(120, LogLevel.Error, "A request ended in {Type}\n{Place}")]
    private static partial void Unhandled(ILogger logger, string type, string place);
}
