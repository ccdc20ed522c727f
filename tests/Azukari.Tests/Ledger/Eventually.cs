namespace Azukari.Tests.Ledger;

internal static class Eventually
{
    /// <summary>Waits, at most twenty seconds, for what happens in the background.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            if (await condition())
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
        Assert.Fail("It did not happen within twenty seconds.");
    }
}
