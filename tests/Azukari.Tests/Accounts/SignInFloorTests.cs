using Azukari.Accounts;
using Azukari.Accounts.SignIn;
using Azukari.Accounts.Storage;
using Azukari.Stores;
using Azukari.Testing;
using Microsoft.Extensions.Options;

namespace Azukari.Tests.Accounts;

/// <summary>No answer to a sign-in comes before its time, whatever was wrong with it. By a clock that is moved by hand: nothing here is measured.</summary>
public sealed class SignInFloorTests
{
    private static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(400), Moment = TimeSpan.FromMilliseconds(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task A_name_nobody_has_a_wrong_password_and_a_wrong_code_are_answered_no_sooner_than_the_floor(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var (_, email, _, _) = await world.MemberAsync();
        Func<SignInDesk, Task<SignInResult>>[] attempts =
        [
            desk => desk.PasswordAsync(AccountKind.Member, "nobody@example.jp", "not-the-password-9", Cancel),
            desk => desk.PasswordAsync(AccountKind.Member, email, "not-the-password-9", Cancel),
            desk => desk.CodeAsync(AccountKind.Member, "no-ticket", "123456", null, Cancel),
        ];
        foreach (var attempt in attempts)
        {
            await HoldsAsync(world, attempt, work: TimeSpan.Zero, waits: Floor);
            await HoldsAsync(world, attempt, work: TimeSpan.FromMilliseconds(150), waits: TimeSpan.FromMilliseconds(250)); // the work counts
        }
    }

    private static async Task HoldsAsync(AccountsWorld world, Func<SignInDesk, Task<SignInResult>> attempt, TimeSpan work, TimeSpan waits)
    {
        var clock = new HandClock(work);
        var answer = attempt(world.With<SignInDesk>(clock, Options.Create(new AccountsOptions())));
        Assert.Same(clock.Waited, await Task.WhenAny(answer, clock.Waited));
        Assert.Equal(waits, await clock.Waited);
        clock.Advance(waits - Moment);
        Assert.False(answer.IsCompleted);
        clock.Advance(Moment);
        Assert.IsType<SignInResult.Wrong>(await answer);
    }

    /// <summary>Stands still but for what each look at it takes; rings when it is moved far enough.</summary>
    private sealed class HandClock(TimeSpan look) : TimeProvider
    {
        private readonly TaskCompletionSource<TimeSpan> _waited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _now;
        private long _due;
        private Action? _ring;

        /// <summary>For how long somebody waits by this clock.</summary>
        public Task<TimeSpan> Waited => _waited.Task;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Add(ref _now, look.Ticks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_due, _ring) = (Interlocked.Read(ref _now) + dueTime.Ticks, () => callback(state));
            _waited.SetResult(dueTime);
            return new Bell();
        }

        public void Advance(TimeSpan by)
        {
            if (Interlocked.Add(ref _now, by.Ticks) >= _due) _ring!();
        }

        private sealed class Bell : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
