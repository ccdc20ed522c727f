using System.Text;
using Azukari.Storage;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Accounts.Storage;

/// <summary>The tables of accounts.</summary>
internal sealed class AccountsStorage : IStorageModel
{
    public IReadOnlyList<StoredColumns> Columns { get; } =
    [
        new("accounts", StoredContent.Id, "id stamp"),
        new("accounts", StoredContent.Hash, "password_hash"),
        new("accounts", StoredContent.Sealed, "totp_key"),
        new("accounts", StoredContent.Fact, "kind name state totp_step roles duties created_at created_by closed_at"),
        new("account_passkeys", StoredContent.Id, "credential_id account_id"),
        new("account_passkeys", StoredContent.Fact, "public_key created_at used_at sign_count transports user_verified backup_eligible backed_up device"),
        new("account_recovery_codes", StoredContent.Id, "account_id"),
        new("account_recovery_codes", StoredContent.Hash, "hash"),
        new("account_recovery_codes", StoredContent.Fact, "used_at"),
        new("account_tickets", StoredContent.Hash, "hash"),
        new("account_tickets", StoredContent.Id, "account_id stamp"),
        new("account_tickets", StoredContent.Sealed, "sealed"),
        new("account_tickets", StoredContent.Fact, "kind created_at expires_at used_at by case"),
        new("account_attempts", StoredContent.Hash, "hash"),
        new("account_attempts", StoredContent.Fact, "failures last_at locked_until"),
        new("member_sessions", StoredContent.Hash, "hash browser"),
        new("member_sessions", StoredContent.Id, "id account_id subject"),
        new("member_sessions", StoredContent.Fact, "created_at seen_at expires_at ended_at device method proved_at"),
        new("staff_emergencies", StoredContent.Id, "id"),
        new("staff_emergencies", StoredContent.Fact,
            "login role reason case minutes asked_at decided_by decided_at granted expires_at ended_at reviewed_by reviewed_at finding"),
    ];

    public void Build(ModelBuilder model)
    {
        model.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.Property(a => a.Id).ValueGeneratedNever();
            account.Property(a => a.Kind).HasConversion<string>().HasMaxLength(16);
            account.Property(a => a.State).HasConversion<string>().HasMaxLength(16);
            account.Property(a => a.Name).HasMaxLength(64);
            account.Property(a => a.CreatedBy).HasMaxLength(64);
            account.HasIndex(a => new { a.Kind, a.Name }).IsUnique().HasDatabaseName("accounts_name");
        });
        model.Entity<Passkey>(key =>
        {
            key.ToTable("account_passkeys").HasKey(k => k.CredentialId);
            key.HasIndex(k => k.AccountId).HasDatabaseName("account_passkeys_account_id");
        });
        model.Entity<RecoveryCode>(code => code.ToTable("account_recovery_codes").HasKey(c => new { c.AccountId, c.Hash }));
        model.Entity<Ticket>(ticket =>
        {
            ticket.ToTable("account_tickets").HasKey(t => t.Hash);
            ticket.HasIndex(t => t.ExpiresAt).HasDatabaseName("account_tickets_expires_at");
            ticket.HasIndex(t => t.AccountId).HasDatabaseName("account_tickets_account_id");
        });
        model.Entity<Attempt>(attempt =>
        {
            attempt.ToTable("account_attempts").HasKey(a => a.Hash);
            attempt.HasIndex(a => a.LastAt).HasDatabaseName("account_attempts_last_at");
        });
        model.Entity<MemberSession>(session =>
        {
            session.ToTable("member_sessions").HasKey(s => s.Hash);
            session.HasIndex(s => s.AccountId).HasDatabaseName("member_sessions_account_id");
            session.HasIndex(s => s.ExpiresAt).HasDatabaseName("member_sessions_expires_at");
        });
        model.Entity<EmergencyRow>(row =>
        {
            row.ToTable("staff_emergencies");
            row.Property(r => r.Id).ValueGeneratedNever();
        });
        foreach (var type in new[] { typeof(Account), typeof(Passkey), typeof(RecoveryCode), typeof(Ticket), typeof(Attempt), typeof(MemberSession), typeof(EmergencyRow) })
            foreach (var property in model.Entity(type).Metadata.GetProperties())
                property.SetColumnName(Snake(property.Name));
    }

    private static string Snake(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && snake.Length > 0) snake.Append('_');
            snake.Append(char.ToLowerInvariant(letter));
        }

        return snake.ToString();
    }
}
