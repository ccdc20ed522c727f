namespace Azukari.Console.SignIn;

/// <summary>
/// Who of the staff has set up a second factor: a link from the terminal is then one factor of two. Registered as a singleton by whoever keeps accounts.
/// </summary>
/// <param name="Has">Whether a login has.</param>
public sealed record StaffFactor(Func<IServiceProvider, string, CancellationToken, Task<bool>> Has);
