using System.Text;

namespace Azukari.Crash;

/// <summary>
/// What the load process set out to do and what was acknowledged to it, a line each, written before the act and after its answer in one
/// system call: the kernel has the line when the process is killed.
/// </summary>
internal sealed class ActLog(string file) : IDisposable
{
    private readonly FileStream _stream = new(file, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private readonly Lock _gate = new();

    /// <summary>An act is about to be asked for.</summary>
    public void Try(string act, params ReadOnlySpan<string> details) => Write('?', act, details);

    /// <summary>An act was acknowledged.</summary>
    public void Done(string act, params ReadOnlySpan<string> details) => Write('=', act, details);

    public void Dispose() => _stream.Dispose();

    private void Write(char sign, string act, ReadOnlySpan<string> details)
    {
        var line = Encoding.ASCII.GetBytes($"{sign} {act} {string.Join(' ', details)}\n");
        lock (_gate) _stream.Write(line);
    }
}
