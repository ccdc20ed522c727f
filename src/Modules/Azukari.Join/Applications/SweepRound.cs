using System.Runtime.ExceptionServices;

namespace Azukari.Join.Applications;

/// <summary>
/// Goes through rows that are due, page by page in the order of their keys, each once: none that stands still or fails keeps the others waiting. Where many fail, the
/// stores are likely away: it breaks off, and the next time begins behind where it did.
/// </summary>
/// <param name="size">How many rows a page has.</param>
internal sealed class SweepRound(int size)
{
    private const int Failures = 20;

    private volatile string _from = "";

    /// <summary>Goes once through all that is due, or all behind where the last time broke off. Returns how many were acted on.</summary>
    /// <param name="page">Reads the rows behind a key, in order, as many as named.</param>
    /// <param name="key">The key of a row.</param>
    /// <param name="act">Acts on a row; false when it stays as it is.</param>
    /// <exception cref="Exception">What the first one failed by, thrown once the others had their turn.</exception>
    public async Task<int> GoAsync<T>(Func<string, int, Task<List<T>>> page, Func<T, string> key, Func<T, Task<bool>> act)
    {
        var (moved, failed, last) = (0, 0, _from);
        ExceptionDispatchInfo? first = null;
        List<T> rows;
        do
        {
            rows = await page(last, size);
            foreach (var row in rows)
            {
                last = key(row);
                try
                {
                    if (await act(row)) moved++;
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    first ??= ExceptionDispatchInfo.Capture(fault);
                    if (++failed < Failures) continue;
                    _from = last;
                    first.Throw();
                }
            }
        }
        while (rows.Count == size);
        _from = "";
        first?.Throw();
        return moved;
    }
}
