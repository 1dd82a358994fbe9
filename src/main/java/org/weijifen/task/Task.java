package org.weijifen.task;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.UUID;
import org.weijifen.platform.ScopedId;

/** A task of a community. Its code and unit stand for ever, since what was credited by it is read by them. */
@Entity
class Task {
    @EmbeddedId
    private ScopedId id;

    private String code;
    private String title;
    private long points;

    @Enumerated(EnumType.STRING)
    private TaskUnit per;

    @Enumerated(EnumType.STRING)
    private TaskStatus status;

    private Instant createdAt;

    /** For Hibernate. */
    protected Task() {}

    Task(ScopedId id, String code, TaskUnit per, TaskDetails details, Instant createdAt) {
        this.id = id;
        this.code = code;
        this.per = per;
        this.createdAt = createdAt;
        change(details);
    }

    UUID id() {
        return id.id();
    }

    String code() {
        return code;
    }

    TaskUnit per() {
        return per;
    }

    Instant createdAt() {
        return createdAt;
    }

    TaskDetails details() {
        return new TaskDetails(title, points, status);
    }

    /** Takes edited details over. */
    final void change(TaskDetails details) {
        this.title = details.title();
        this.points = details.points();
        this.status = details.status();
    }
}
